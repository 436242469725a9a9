using System.Net;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Access.SignIn;

/// <summary>
/// Lets in only who is on this machine and means it: as long as nobody is asked who they are, a web page that somebody has open must
/// not reach the app through the browser, neither directly (its <c>Origin</c>) nor by a name that it lets point here (its <c>Host</c>).
/// </summary>
internal sealed class LocalCallers : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(CheckAsync);
            next(app);
        };

    private static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        return IsLocal(request.Host.Host) && request.Headers.Origin.All(static origin => IsLocalOrigin(origin))
            ? next(context)
            : ProblemResult.WriteAsync(
                context.Response,
                new Problem(
                    StatusCodes.Status403Forbidden,
                    "Access.LocalOnly",
                    "The app answers programs and pages of this machine only. Call it as 127.0.0.1 or localhost, and not from a page of another site."
                )
            );
    }

    private static bool IsLocalOrigin(string? origin) =>
        string.IsNullOrEmpty(origin) || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsLocal(uri.Host));

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
