using System.Text.Json;

namespace FlowFunctions.EndToEnd.Tests.Processes;

/// <summary>The built <c>flow</c> command.</summary>
internal static class Flow
{
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "flow.dll");

    public static ProgramRun Start(params string[] arguments) => ProgramRun.Start("dotnet", [Assembly, .. arguments]);

    /// <summary>Runs it to its end.</summary>
    public static async Task<ProgramEnd> RunAsync(params string[] arguments)
    {
        using var run = Start(arguments);
        run.Input.Close();
        return await run.EndAsync();
    }

    /// <summary>The path of a sample's flow, as a user in the repository's folder writes it.</summary>
    public static string Sample(string name) => $"samples/{name}/flow.json";

    /// <summary>The option that gives a sample's own input.</summary>
    public static string SampleInput(string name) => $"@samples/{name}/input.json";

    public static JsonElement Json(this ProgramEnd end) =>
        end.Output.Length > 0
            ? JsonElement.Parse(end.Output)
            : throw new InvalidOperationException($"Exit {end.ExitCode} without output:\n{end.Error}");

    /// <summary>A step of what <c>--json</c> printed.</summary>
    public static JsonElement Step(this JsonElement run, string id) =>
        run.GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("id").ValueEquals(id));

    public static string? Status(this JsonElement runOrStep) => runOrStep.GetProperty("status").GetString();
}
