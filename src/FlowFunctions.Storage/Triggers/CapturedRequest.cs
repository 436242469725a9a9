namespace FlowFunctions.Storage.Triggers;

/// <summary>A request to a test address of a webhook.</summary>
/// <param name="Id">Its id; ids sort newest first.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path behind the test address.</param>
/// <param name="ContentType">The Content-Type, or null.</param>
/// <param name="Size">Bytes of the body.</param>
/// <param name="IsProven">Whether it proved who sent it; null when nobody could tell.</param>
/// <param name="Problem">Why its body is none that a run can see, or null.</param>
public sealed record CapturedRequest(
    string Id,
    DateTimeOffset ReceivedAt,
    string Method,
    string Path,
    string? ContentType,
    int Size,
    bool? IsProven,
    string? Problem = null
);
