namespace FlowFunctions.Storage.Flows;

/// <summary>A flow to be saved.</summary>
/// <param name="Content">What it holds.</param>
/// <param name="Edit">Who saves it and on what condition.</param>
/// <param name="Publish">Whether runs start with it from now on.</param>
public sealed record FlowSave(FlowContent Content, FlowEdit Edit, bool Publish);
