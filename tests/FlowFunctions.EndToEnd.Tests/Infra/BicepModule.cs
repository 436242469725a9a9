namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>Where a Bicep file uses another one.</summary>
/// <param name="Name">Its symbolic name.</param>
/// <param name="Path">The other file, relative to the first.</param>
/// <param name="Parameters">The parameters that are given.</param>
internal sealed record BicepModule(string Name, string Path, IReadOnlySet<string> Parameters);
