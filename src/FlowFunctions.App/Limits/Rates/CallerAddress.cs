using System.Net;
using FlowFunctions.App.Hosting;

namespace FlowFunctions.App.Limits.Rates;

/// <summary>
/// Where a request comes from: the other end of the connection. Only a Functions host is believed what it says of that, since nobody else
/// reaches its handler: the last address is what its own front end has seen, the ones before are what the caller says.
/// </summary>
internal static class CallerAddress
{
    /// <summary>The address, or null when nobody knows.</summary>
    public static IPAddress? Of(HttpContext context)
    {
        var isBehindHost = context.RequestServices.GetRequiredService<AppSettings>().FunctionsHost is not null;
        return isBehindHost && context.Request.Headers["X-Forwarded-For"] is [.., { } last]
            ? Parse(last.AsSpan(last.LastIndexOf(',') + 1).Trim())
            : context.Connection.RemoteIpAddress;
    }

    /// <summary>Front ends add the port.</summary>
    private static IPAddress? Parse(ReadOnlySpan<char> text) =>
        IPEndPoint.TryParse(text, out var endpoint) ? endpoint.Address : null;
}
