namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>A callback as <see cref="CallbackJson"/> writes it, for the description of the API.</summary>
internal sealed record CallbackDescription(
    string RunId,
    string Url,
    string Secret,
    string State,
    int Tries,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastTriedAt,
    DateTimeOffset? NextTryAt,
    DateTimeOffset? EndedAt,
    int? LastStatus,
    string? LastError
);
