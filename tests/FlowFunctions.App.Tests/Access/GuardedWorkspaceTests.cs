using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;

namespace FlowFunctions.App.Tests.Access;

/// <summary>Workspaces on the embedded engine.</summary>
[Collection(nameof(AppTests))]
public sealed class GuardedWorkspaceTests(AppFixture fixture) : WorkspaceSuite
{
    private Uri? _address;

    protected override Uri Address => _address!;

    protected override Uri Elsewhere => _address!;

    protected override string Admin => GuardedApp.Key;

    public override async Task InitializeAsync() => _address = new Uri((await fixture.Guarded).App.Address);
}
