using System.Net;
using FlowFunctions.App.Hosting;

namespace FlowFunctions.App.Access;

/// <summary>
/// Where a request comes from: the other end of the connection, unless that is a proxy which the settings name, or the Functions host, whose handler
/// nobody else reaches. Those say in <c>X-Forwarded-For</c> whom they call for; everybody else could write anything there.
/// </summary>
internal static class CallerAddress
{
    /// <summary>The address, or null when nobody knows.</summary>
    public static IPAddress? Of(HttpContext context)
    {
        var settings = context.RequestServices.GetRequiredService<AppSettings>();
        var address = Plain(context.Connection.RemoteIpAddress);
        if (settings.FunctionsHost is null && (address is null || !IsProxy(settings, address)))
        {
            return address;
        }

        // Each adds at the end whom it was called by: what stands before the first that is no proxy of ours, anybody can have written.
        var named = context
            .Request.Headers["X-Forwarded-For"]
            .SelectMany(static line => (line ?? "").Split(','))
            .Reverse()
            .Select(static text => Parse(text.Trim()))
            .TakeWhile(static one => one is not null)
            .ToList();
        return named.Find(one => !IsProxy(settings, one!)) ?? (named is [.., var last] ? last : address);
    }

    private static bool IsProxy(AppSettings settings, IPAddress address) =>
        settings.Access.Proxies.Any(proxy => proxy.Contains(address));

    /// <summary>Front ends add the port.</summary>
    private static IPAddress? Parse(string text) =>
        IPEndPoint.TryParse(text, out var endpoint) ? Plain(endpoint.Address) : null;

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
