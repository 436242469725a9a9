using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Storage.Audit;

/// <summary>
/// An entry of the audit log as it is stored. Entries of a workspace, a day (UTC) and a stream are a chain: each one holds the hash of the one
/// before it, so that one which is changed or taken out later shows.
/// </summary>
/// <param name="Workspace">Whose log it is in.</param>
/// <param name="Stream">Which process has written it: each has streams of its own, so that none waits for another.</param>
/// <param name="Sequence">Its place in the chain, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Previous">The hash of the entry before it; empty for the first.</param>
/// <param name="Entry">The entry, one line of JSON.</param>
public sealed record AuditRow(
    string Workspace,
    string Stream,
    int Sequence,
    DateTimeOffset At,
    string Previous,
    string Entry
)
{
    /// <summary>The caller's id, to find it by.</summary>
    public string Caller { get; init; } = "";

    /// <summary>What was done, to find it by.</summary>
    public string Action { get; init; } = "";

    /// <summary>What it was done to, to find it by.</summary>
    public string Target { get; init; } = "";

    /// <summary>The SHA-256 of <see cref="Previous"/> and <see cref="Entry"/>, in hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Previous + Entry)));

    /// <summary>Where it stands among all entries of its workspace.</summary>
    public AuditPosition Position => new(At, Stream, Sequence);
}
