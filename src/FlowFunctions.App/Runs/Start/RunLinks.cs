using System.Text.Json;

namespace FlowFunctions.App.Runs.Start;

/// <summary>The addresses that control a run, under the names of the Durable Functions HTTP pattern and a few more.</summary>
internal static class RunLinks
{
    /// <summary>Writes them as members of the object that is being written.</summary>
    public static void Write(Utf8JsonWriter json, HttpRequest request, string runId)
    {
        var run = AddressOf(request, runId);
        json.WriteString("statusQueryGetUri", run);
        json.WriteString("sendEventPostUri", run + "/signals/{eventName}");
        json.WriteString("terminatePostUri", run + "/terminate");
        json.WriteString("suspendPostUri", run + "/pause");
        json.WriteString("resumePostUri", run + "/resume");
        json.WriteString("cancelPostUri", run + "/cancel");
        json.WriteString("rerunPostUri", run + "/rerun");
        json.WriteString("purgeHistoryDeleteUri", run);
        json.WriteString("eventsGetUri", run + "/events");
    }

    /// <summary>The path of a run.</summary>
    public static string PathOf(string runId) => $"/api/runs/{runId}";

    /// <summary>The address of a run.</summary>
    public static string AddressOf(HttpRequest request, string runId) =>
        $"{request.Scheme}://{request.Host.Value}{PathOf(runId)}";
}
