using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Site;

/// <summary>The site as it is now. It may be built while the app runs already.</summary>
/// <param name="first">What there is at the start; null when there is no build.</param>
internal sealed class SiteSource(SiteMap? first)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(3);

    private static readonly SiteState None = Without(
        "The builder is not built. In a working copy the app builds it when it starts, unless FLOW_BUILD_SITE is false; "
            + "/api/openapi.json describes the API."
    );

    private volatile SiteState _current = first is null ? None : new(first, null);

    /// <summary>Its files, or why there are none.</summary>
    public SiteState Current => _current;

    /// <summary>Whether there is something to see, or will be.</summary>
    public bool IsComing => _current is { Files: not null } or { Why.RetryAfter: not null };

    /// <summary>It is being built. What there was is not shown any more: it belongs to another state of the sources.</summary>
    public void Building() =>
        _current = new(
            null,
            new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "Site.Building",
                "The builder is being built, which takes up to some minutes the first time. It is served as soon as it is there."
            )
            {
                RetryAfter = AskAgain,
            }
        );

    /// <summary>It was built.</summary>
    public void Serve(SiteMap files) => _current = new(files, null);

    /// <summary>It could not be built: what there was at the start is shown, if anything.</summary>
    /// <param name="reason">A sentence that says why.</param>
    public void Fail(string reason) =>
        _current = first is not null
            ? new(first, null)
            : Without(
                $"The builder could not be built: {reason} The app's output has the rest. Mend it, then start the app again."
            );

    private static SiteState Without(string detail) => new(null, Problem.NotFound("Site.NotBuilt", detail));
}

/// <summary>The site at a moment: one of the two is there.</summary>
/// <param name="Files">The files.</param>
/// <param name="Why">Why there are none.</param>
internal sealed record SiteState(SiteMap? Files, Problem? Why);
