using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Local;

/// <summary>What people are told when the app listens: where it is and what to try.</summary>
internal static class Welcome
{
    /// <summary>Says it.</summary>
    public static void Say(RunningApp app, AppOptions options, StartReport report)
    {
        report.Say($"Listening at {app.Address} after {report.Elapsed}.");
        report.Say("");
        if (app.HasSite)
        {
            report.Say($"  Open   {app.Address}");
        }

        report.Say($"  Try    {Try(app, options.Folder)}");
        report.Say($"  Runs   curl -s \"{app.Address}/api/runs\"");
        report.Say($"  Data   {options.DataFolder}");
        report.Say(
            options.Access.IsLocal
                ? "  You    are signed in by yourself, because only this machine reaches the app (docs/access.md)"
                : "  You    sign in with a token or an API key (docs/access.md)"
        );
        report.Say("  Stop   Ctrl+C");
    }

    /// <summary>Quoted so that every shell takes it as it stands.</summary>
    private static string Try(RunningApp app, string folder)
    {
        if (!app.HasSample)
        {
            return $"curl -s \"{app.Address}/api/flows\"";
        }

        var input = Path.Combine("samples", Samples.First, "input.json");
        var body = File.Exists(Path.Combine(folder, input))
            ? $"@{input}"
            : """
                "{\"orderId\":\"A-1001\"}"
                """;
        return $"curl -s -X POST \"{app.Address}/api/flows/{Samples.First}/runs?wait=30s\" -H \"content-type: application/json\" -d {body}";
    }
}
