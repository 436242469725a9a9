using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.History;

/// <summary>
/// Histories written once that must give the same commands for ever: runs that started under an older version go on under this one.
/// A scenario without a file writes it when FLOW_WRITE_GOLDEN=1; files that exist are never written again.
/// </summary>
public sealed class GoldenHistoryTests
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Files =>
        [
            .. Directory
                .GetFiles(Folder(), "*.json")
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal),
        ];

    public static TheoryData<string> Scenarios => [.. GoldenScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void History_Replayed_GivesTheCommandsItGaveWhenItWasWritten(string file)
    {
        var golden = JsonElement.Parse(File.ReadAllText(Path.Combine(Folder(), file)));
        var plan = PlanJson.Read(JsonSerializer.SerializeToUtf8Bytes(golden.GetProperty("plan")));
        var state = new RunState(plan);
        var buffer = new CommandBuffer();
        foreach (var turn in golden.GetProperty("turns").EnumerateArray())
        {
            buffer.Clear();
            RunMachine.Apply(state, HistoryJson.Read(turn.GetProperty("event")), buffer);

            var expected = turn.GetProperty("commands").EnumerateArray().Select(command => command.GetString()!);
            Assert.Equal(expected, buffer.Commands.Select(CommandText.Of));
        }

        Assert.NotNull(state.Result);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_OfTheList_HasAFile(string name)
    {
        var file = Path.Combine(Folder(), name + ".json");
        if (!File.Exists(file) && Environment.GetEnvironmentVariable("FLOW_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(file, Write(GoldenScenarios.All[name]()));
        }

        Assert.True(
            File.Exists(file),
            $"{file} is missing: run the tests once with FLOW_WRITE_GOLDEN=1 and check it in."
        );
    }

    /// <summary>One line a turn: easy to read, and payloads keep their text, white space included.</summary>
    private static string Write(RunDriver run)
    {
        var turns = run.History.Zip(
            run.Caused,
            (runEvent, commands) =>
                $$"""{"event":{{HistoryJson.Write(runEvent)}},"commands":{{JsonSerializer.Serialize(commands, Relaxed)}}}"""
        );
        var plan = Encoding.UTF8.GetString(PlanJson.Write(run.State.Plan));
        return $$"""{"plan":{{plan}},"turns":[{{"\n"}}{{string.Join(",\n", turns)}}{{"\n"}}]}{{"\n"}}""";
    }

    private static string Folder([CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "Golden");
}
