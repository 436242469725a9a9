using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers;

/// <summary>The tests of triggers, which share an app of their own, so that they run beside those of the rest.</summary>
[CollectionDefinition(nameof(TriggerTests))]
public sealed class TriggerTests : ICollectionFixture<AppFixture>;
