namespace FlowFunctions.App.Problems;

/// <summary>An error as a caller sees it: problem details (RFC 9457) with a stable code, words that say what to do, and pointers.</summary>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Code">What programs read, for example <c>Run.NotFound</c>.</param>
/// <param name="Detail">What happened and what to do, in plain words and without secrets.</param>
internal sealed record Problem(int Status, string Code, string Detail)
{
    /// <summary>What is wrong in the document that was sent.</summary>
    public IReadOnlyList<ProblemItem>? Errors { get; init; }

    /// <summary>When to try again, or null when that would not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Problem BadRequest(string detail, string code = "Request.Invalid") =>
        new(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>One thing is wrong, at a place of the document that was sent.</summary>
    public static Problem BadRequestAt(string pointer, string detail, string code = "Request.Invalid") =>
        BadRequest(detail, code) with
        {
            Errors = [new ProblemItem(pointer, code, detail)],
        };

    public static Problem NotFound(string code, string detail) => new(StatusCodes.Status404NotFound, code, detail);

    public static Problem Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);
}

/// <summary>Something wrong at a place of the document that was sent.</summary>
/// <param name="Pointer">A JSON pointer (RFC 6901).</param>
/// <param name="Code">What programs read.</param>
/// <param name="Message">For people.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record ProblemItem(string Pointer, string Code, string Message, string? Hint = null);
