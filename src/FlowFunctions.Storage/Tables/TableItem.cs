namespace FlowFunctions.Storage.Tables;

/// <summary>A table of an account.</summary>
/// <param name="Name">3 to 63 letters and digits, the first a letter; case does not count.</param>
public sealed record TableItem(string Name);
