using System.Diagnostics;

namespace FlowFunctions.Runners.Tests.Machine;

/// <summary>One runner with bubblewrap for many tests, which is installed when it is not there.</summary>
public sealed class RunnerFixture : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"flow-runner-tests-{Guid.NewGuid():N}");

    public ScriptRunner Runner { get; private set; } = null!;

    public RunnerOptions Options => new() { Sandbox = SandboxKind.Bubblewrap, Folder = _folder };

    public async Task InitializeAsync()
    {
        await Packages.EnsureAsync("bwrap", "bubblewrap");
        Runner = await ScriptRunner.StartAsync(Options, TimeProvider.System);
        Assert.Null(Runner.Outage);
    }

    public async Task DisposeAsync()
    {
        await Runner.DisposeAsync();
        Assert.Empty(Leftovers.Folders(_folder));
        Directory.Delete(_folder, recursive: true);
        Assert.Empty(Leftovers.Processes(_folder));
    }
}

// Some of its tests count the memory, threads and descriptors of this process.
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunnerGroup : ICollectionFixture<RunnerFixture>
{
    public const string Name = "A runner with bubblewrap";
}

/// <summary>Programs that the tests cannot do without.</summary>
internal static class Packages
{
    public static async Task EnsureAsync(string program, string package)
    {
        if (IsThere(program))
        {
            return;
        }

        try
        {
            await RunAsync("apt-get", "update");
            await RunAsync("apt-get", "install", "-y", "--no-install-recommends", package);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No apt-get here: the message below says what to do.
        }

        Assert.True(IsThere(program), $"{program} is missing. Install it: `apt-get install -y {package}`");
    }

    private static bool IsThere(string program) =>
        ((string[])["/usr/bin", "/usr/local/bin", "/bin"]).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync();
    }
}
