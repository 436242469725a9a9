namespace FlowFunctions.App.Tests.Apps;

/// <summary>An app whose clock goes ten times as fast, with a storage of its own: what takes seconds takes tenths of them.</summary>
public sealed class QuickAppFixture : AppFixture
{
    private const int Factor = 10;

    internal override TimeProvider Time { get; } = new QuickTime(Factor);
}

/// <summary>The tests that share an app whose clock is quick.</summary>
[CollectionDefinition(nameof(QuickTests))]
public sealed class QuickTests : ICollectionFixture<QuickAppFixture>;
