namespace FlowFunctions.Flows.Files;

/// <summary>The files of a flow's folder as they are when the flow is compiled.</summary>
/// <param name="Hashes">Paths in the folder, and the lower-case hexadecimal SHA-256 of each content.</param>
/// <param name="Bytes">How many bytes the pinned ones have together; 0 when nobody counted.</param>
public sealed record FlowFolder(IReadOnlyDictionary<string, string> Hashes, long Bytes = 0);
