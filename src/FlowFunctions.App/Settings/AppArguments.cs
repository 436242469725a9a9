using System.CommandLine;

namespace FlowFunctions.App.Settings;

/// <summary>The command line.</summary>
/// <param name="Url">The address to listen at, or null.</param>
/// <param name="Data">The data folder, or null.</param>
/// <param name="NoSamples">Whether no samples shall be loaded.</param>
internal sealed record AppArguments(string? Url, string? Data, bool NoSamples)
{
    private const int Invalid = 2;

    /// <summary>Reads a command line and carries it out; help, the version and mistakes are answered here.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="run">Runs the app; gives the exit code.</param>
    /// <returns>The exit code: 2 for a command line that cannot be read.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<AppArguments, Task<int>> run)
    {
        var urls = new Option<string?>("--urls")
        {
            HelpName = "ADDRESS",
            Description =
                $"The address to listen at, of this machine only unless callers are asked who they are (default: {ListenAddress.Default}; port 0 takes a free one).",
        };
        var data = new Option<string?>("--data")
        {
            HelpName = "FOLDER",
            Description =
                "Where the app keeps its data (default: .data in the working copy, else a folder of the user's).",
        };
        var noSamples = new Option<bool>("--no-samples")
        {
            Description = "Load no samples into an empty workspace, and start no services for them.",
        };
        var root = new RootCommand(
            "Runs FlowFunctions on this machine: the HTTP API, the engine and, unless AzureWebJobsStorage says otherwise, a local "
                + "Azure Storage. docs/configuration.md lists the settings."
        )
        {
            urls,
            data,
            noSamples,
        };
        root.SetAction(
            (parsed, _) =>
                run(new AppArguments(parsed.GetValue(urls), parsed.GetValue(data), parsed.GetValue(noSamples)))
        );
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count == 0)
        {
            return await result.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
            );
        }

        foreach (var error in result.Errors)
        {
            await Console.Error.WriteLineAsync($"FlowFunctions: {error.Message}");
        }

        await Console.Error.WriteLineAsync("'--help' shows what it takes.");
        return Invalid;
    }
}
