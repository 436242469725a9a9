using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Tests.Runs;

/// <summary>The suite of all engines on the embedded one.</summary>
[Collection(nameof(AppTests))]
public sealed class EmbeddedRunTests(AppFixture fixture) : RunSuite
{
    protected override HttpClient Client => fixture.Client;

    protected override HttpClient Elsewhere => fixture.Client;

    protected override Azurite Storage => fixture.Azurite;
}
