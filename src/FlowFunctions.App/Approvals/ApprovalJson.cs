using System.Text.Json;
using FlowFunctions.App.Runs.Read;

namespace FlowFunctions.App.Approvals;

/// <summary>Questions and decisions as JSON.</summary>
internal static class ApprovalJson
{
    /// <summary>Writes a question as an object.</summary>
    public static void Write(Utf8JsonWriter json, ApprovalQuestion question)
    {
        json.WriteStartObject();
        json.WriteString("runId", question.Run.RunId);
        json.WriteString("flowId", question.Run.FlowId);
        json.WriteString("step", question.StepPath);
        json.WriteNumber("attempt", question.Attempt);
        json.WriteString("signal", question.Signal);
        json.WriteString("title", question.Title);
        RunJson.WriteText(json, "message", question.Message);
        json.WriteStartArray("assignees");
        foreach (var assignee in question.Assignees)
        {
            json.WriteStringValue(assignee);
        }

        json.WriteEndArray();
        RunJson.WriteTime(json, "since", question.Since);
        RunJson.WriteTime(json, "until", question.Until);
        json.WriteEndObject();
    }

    /// <summary>Writes what was decided as an object.</summary>
    public static void Write(Utf8JsonWriter json, ApprovalQuestion question, Decision decision)
    {
        json.WriteStartObject();
        json.WriteString("runId", question.Run.RunId);
        json.WriteString("flowId", question.Run.FlowId);
        json.WriteString("step", question.StepPath);
        json.WriteString("title", question.Title);
        json.WriteString("decision", decision.Approved ? "approve" : "reject");
        RunJson.WriteText(json, "by", decision.By);
        RunJson.WriteText(json, "comment", decision.Comment);
        json.WriteEndObject();
    }
}
