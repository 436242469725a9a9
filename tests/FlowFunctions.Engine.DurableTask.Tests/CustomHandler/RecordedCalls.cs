using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.Engine.DurableTask.Tests.CustomHandler;

/// <summary>Calls that a real host sent, as they were recorded.</summary>
internal static class RecordedCalls
{
    /// <summary>The calls of a recording, in order.</summary>
    public static HostInvocation[] Of(string recording) => [.. Exchanges(recording).Select(InvocationOf)];

    /// <summary>What the handler answered, in order.</summary>
    public static JsonElement[] AnswersOf(string recording) =>
        [.. Exchanges(recording).Select(static exchange => exchange.GetProperty("response"))];

    private static JsonElement.ArrayEnumerator Exchanges(string recording) =>
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder(), recording + ".json"))).EnumerateArray();

    private static HostInvocation InvocationOf(JsonElement exchange) =>
        HostInvocation.Read(Encoding.UTF8.GetBytes(exchange.GetProperty("request").GetProperty("body").GetRawText()));

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "Recorded");
}
