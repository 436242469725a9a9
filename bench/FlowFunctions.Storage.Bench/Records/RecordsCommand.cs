using System.CommandLine;

namespace FlowFunctions.Storage.Bench.Records;

internal static class RecordsCommand
{
    public static Command Create()
    {
        var runs = Number("--runs", 100_000, "Runs to write.");
        var batch = Number("--batch", 1_000, "Runs that are written in one call.");
        var rate = Number(
            "--rate",
            6_000,
            "Runs a second that their ids tell of; the writing itself goes as fast as it can."
        );
        var flows = Number("--flows", 1, "Flows that the runs belong to.");
        var folder = new Option<string?>("--folder")
        {
            Description = "Where Azurite keeps its data; by default in memory.",
        };
        var storage = new Option<string?>("--storage")
        {
            Description = "A connection string; by default that of an Azurite started for this.",
        };
        var command = new Command("records", "Writing run records, then reading and listing them.")
        {
            runs,
            batch,
            rate,
            flows,
            folder,
            storage,
        };
        command.SetAction(
            (arguments, _) =>
                new RecordsBench(
                    arguments.GetValue(runs),
                    arguments.GetValue(batch),
                    arguments.GetValue(rate),
                    arguments.GetValue(flows)
                ).RunAsync(arguments.GetValue(folder), arguments.GetValue(storage))
        );
        return command;
    }

    private static Option<int> Number(string name, int value, string description) =>
        new(name) { DefaultValueFactory = _ => value, Description = description };
}
