using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

/// <summary>Two people's folders with files of the same flow.</summary>
public abstract class WorkingCopies(AppFixture app) : IAsyncLifetime
{
    private protected AppFixture App => app;

    private protected TemporaryFolder Mine { get; } = new();

    private protected TemporaryFolder Theirs { get; } = new();

    private protected string Id { get; } = AppFixture.NewId();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Mine.Dispose();
        Theirs.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The flow with a value by which its versions are told apart.</summary>
    private protected string Flow(int value) =>
        $$$"""
            { "id": "{{{Id}}}",
              "steps": { "b": { "type": "transform", "with": { "value": {{{value}}} } },
                         "a": { "type": "transform", "with": { "value": "it's <{{ steps.b.output }}>" } } },
              "edges": [{ "from": "b", "to": "a" }] }
            """;
}
