namespace FlowFunctions.Storage.Access;

/// <summary>Somebody with a role in a workspace.</summary>
/// <param name="Id">Who: the provider's name and the subject there.</param>
/// <param name="Name">What people call them, or null.</param>
/// <param name="Grant">What they may do.</param>
/// <param name="ChangedAt">Since when.</param>
/// <param name="ChangedBy">The id of whoever said so.</param>
public sealed record MemberRecord(string Id, string? Name, GrantRow Grant, DateTimeOffset ChangedAt, string ChangedBy);
