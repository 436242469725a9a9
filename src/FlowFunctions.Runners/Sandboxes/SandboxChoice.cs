using FlowFunctions.Runners.Sandboxes.Bubblewrap;
using FlowFunctions.Runners.Sandboxes.Unsandboxed;

namespace FlowFunctions.Runners.Sandboxes;

/// <summary>Chooses what keeps scripts apart from the machine.</summary>
internal static class SandboxChoice
{
    private const string NotAllowed =
        "Scripts without a sandbox are not allowed; `Runners__AllowUnsandboxed` allows them, and they can then do whatever the app can do.";

    /// <summary>Chooses, and tries it.</summary>
    /// <param name="options">How scripts are run.</param>
    /// <param name="folder">Where a sandbox keeps its files.</param>
    /// <param name="clock">The time.</param>
    /// <returns>The sandbox, or why there is none.</returns>
    public static async Task<(ISandbox? Sandbox, string? Outage)> MakeAsync(
        RunnerOptions options,
        string folder,
        TimeProvider clock
    )
    {
        string? outage = null;
        if (options.Sandbox is not SandboxKind.None)
        {
            var bubblewrap = new BubblewrapSandbox(options, folder, clock);
            await bubblewrap.ProbeAsync();
            if (bubblewrap.Outage is null)
            {
                return (bubblewrap, null);
            }

            outage = bubblewrap.Outage;
        }

        if (options.Sandbox is SandboxKind.Bubblewrap || !options.AllowUnsandboxed)
        {
            return (null, string.Join(' ', ((string?[])[outage, NotAllowed]).OfType<string>()));
        }

        var none = new UnsandboxedSandbox(clock);
        return none.Outage is null ? (none, null) : (null, none.Outage);
    }
}
