using System.Text.Json;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Flows.Compilation;

namespace FlowFunctions.Cli.Validate;

/// <summary>The problems of files as JSON: an array with an object for each file.</summary>
internal static class ProblemsJson
{
    public static void Write(Utf8JsonWriter json, IEnumerable<FlowFile> files)
    {
        json.WriteStartArray();
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("file", file.Path);
            json.WriteBoolean("valid", file.Plan is not null);
            json.WriteString("plan", file.Plan?.Hash);
            json.WriteStartArray("problems");
            foreach (var problem in file.Result.Problems)
            {
                Write(json, problem);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FlowProblem problem)
    {
        json.WriteStartObject();
        json.WriteString("severity", problem.Severity == ProblemSeverity.Error ? "error" : "warning");
        json.WriteString("code", problem.Code);
        json.WriteString("message", problem.Message);
        json.WriteString("pointer", problem.Pointer);
        if (problem.Position is { } position)
        {
            json.WriteNumber("line", position.Line);
            json.WriteNumber("column", position.Column);
        }

        json.WriteEndObject();
    }
}
