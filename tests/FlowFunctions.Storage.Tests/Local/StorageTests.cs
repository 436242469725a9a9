namespace FlowFunctions.Storage.Tests.Local;

/// <summary>The tests that share the one Azurite; it has one thread, so they do not run side by side.</summary>
[CollectionDefinition(nameof(StorageTests))]
public sealed class StorageTests : ICollectionFixture<AzuriteFixture>;
