using FlowFunctions.App.Local;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.Builder;

/// <summary>The builder after its own checks: lint, types, tests, build, and what each page loads.</summary>
public sealed class CheckedBuilder : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>What was wrong; null when nothing was.</summary>
    public string? Failure { get; private set; }

    /// <summary>The working copy's, for all tests that need its lock or its build.</summary>
    internal static SiteBuild Build { get; } = new(Repository.PathOf("static-web"));

    public async Task InitializeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await Build.CheckAsync(patience.Token);
        }
        catch (NpmException exception)
        {
            Failure = exception.Message;
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
