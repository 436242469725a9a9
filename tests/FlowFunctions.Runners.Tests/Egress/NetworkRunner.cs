using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Tests.Folders;
using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Egress;

/// <summary>A real runner whose scripts may use the network, and a real site that they may reach.</summary>
public sealed class NetworkRunner : IAsyncLifetime
{
    private readonly TestFolder _disk = new();
    private ScriptRunner _runner = null!;

    public Site Site { get; } = new();

    public async Task InitializeAsync()
    {
        await Site.InitializeAsync();
        _runner = await ScriptRunner.StartAsync(
            new()
            {
                Sandbox = SandboxKind.Bubblewrap,
                Folder = _disk["r"],
                Egress = TestGateway.Options(_disk["s"]),
            },
            TimeProvider.System
        );
        Assert.Null(_runner.Outage);
    }

    public async Task DisposeAsync()
    {
        await _runner.DisposeAsync();
        await Site.DisposeAsync();
        _disk.Dispose();
    }

    internal Task<ScriptResult> RunAsync(Script script, string? reuseKey = null) =>
        _runner.RunAsync(script.Call() with { Network = NetworkAccess.Outbound, ReuseKey = reuseKey });
}

[CollectionDefinition(Name)]
public sealed class NetworkGroup : ICollectionFixture<NetworkRunner>
{
    public const string Name = "A runner with network";
}
