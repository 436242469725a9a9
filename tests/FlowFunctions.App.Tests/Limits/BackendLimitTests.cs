using FlowFunctions.App.Tests.Backends;

namespace FlowFunctions.App.Tests.Limits;

/// <summary>Limits of runs on a Durable Task backend.</summary>
public sealed class BackendLimitTests(BackendLimitTests.OneApp backend)
    : LimitedRunSuite,
        IClassFixture<BackendLimitTests.OneApp>,
        IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var name in (string[])["openRuns", "stepsPerMinute"])
        {
            await backend.Client.DeleteAsync(new Uri($"/api/limits/{name}", UriKind.Relative));
        }
    }

    protected override Task<HttpClient> ClientAsync() =>
        Task.FromResult(new HttpClient { BaseAddress = backend.Client.BaseAddress });

    /// <summary>What is set counts at once at the app where it is set, and steps must not go to another.</summary>
    public sealed class OneApp : BackendFixture
    {
        protected override int Apps => 1;
    }
}
