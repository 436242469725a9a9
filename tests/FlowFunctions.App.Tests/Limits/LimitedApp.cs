using FlowFunctions.App.Limits;
using FlowFunctions.App.Tests.Access;
using FlowFunctions.App.Tests.Access.Tokens;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Limits;

/// <summary>An app with callers, whose clock a test moves on; everything that is not named has no limit.</summary>
internal static class LimitedApp
{
    public static Task<GuardedApp> StartAsync(
        AppFixture fixture,
        TimeProvider? time = null,
        long? addressRequests = null,
        params (LimitKind Kind, long Value)[] limits
    ) =>
        GuardedApp.StartAsync(
            fixture,
            settings =>
                settings with
                {
                    AllowPrivateNetwork = true,
                    TimeProvider = time ?? TimeProvider.System,
                    Limits = new LimitSettings
                    {
                        Defaults = limits.ToDictionary(static limit => limit.Kind, static limit => limit.Value),
                        AddressRequests = addressRequests,
                    },
                }
        );

    /// <summary>A clock that stands still until it is moved on; tokens of the tests' provider are good by it.</summary>
    public static Clock StandingClock() => new(DateTimeOffset.UtcNow);

    /// <summary>The only value of a header of an answer.</summary>
    public static string? Header(this Answer answer, string name) =>
        answer.Response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
