using System.Net;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Http;

/// <summary>One request of a call: the first, or one that a redirect asked for.</summary>
/// <param name="Call">The call.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">The address.</param>
/// <param name="SendsBody">Whether the body goes with it.</param>
/// <param name="IsTrusted">Whether only the origin that the flow names has been involved; private headers go nowhere else.</param>
internal sealed record HttpHop(HttpCall Call, HttpMethod Method, Uri Url, bool SendsBody, bool IsTrusted)
{
    /// <summary>The first request of a call.</summary>
    public static HttpHop First(HttpCall call) => new(call, call.Method, call.Url, SendsBody: true, IsTrusted: true);

    /// <summary>The request to send.</summary>
    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Url) { Content = SendsBody ? Call.Body?.Create() : null };
        foreach (var header in Call.Headers)
        {
            if (IsTrusted || !header.IsPrivate)
            {
                Add(request, header);
            }
        }

        return request;
    }

    /// <summary>The request that a response redirects to, or null when it does not redirect.</summary>
    /// <exception cref="StepFailedException">The redirect must not be followed.</exception>
    public HttpHop? Next(HttpResponseMessage response)
    {
        if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
        {
            return null;
        }

        if (!Uri.TryCreate(Url, location, out var url) || !HttpUrl.IsHttp(url))
        {
            throw HttpUrl.Invalid($"{HttpUrl.Shown(Url)} redirects to an address that is not one of http or https.");
        }

        if (Url.Scheme == Uri.UriSchemeHttps && url.Scheme == Uri.UriSchemeHttp)
        {
            throw Refused($"{HttpUrl.Shown(Url)} redirects from https to http, which is not followed.");
        }

        var method = MethodAfter(response.StatusCode);
        var next = this with
        {
            Method = method,
            Url = url,
            SendsBody = SendsBody && method == Method,
            IsTrusted = IsTrusted && HttpUrl.IsSameOrigin(Call.Url, url),
        };
        return next is { SendsBody: true, IsTrusted: false, Call.Body.HoldsSecret: true }
            ? throw Refused($"{HttpUrl.Shown(Url)} redirects a body with a secret to another origin.")
            : next;
    }

    private void Add(HttpRequestMessage request, HttpRequestHeader header)
    {
        // Headers that describe a body live on the body; where a redirect dropped it, they mean nothing.
        var isOfBody = !request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        if (isOfBody && SendsBody)
        {
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.Remove(header.Name);
            request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;

    // RFC 9110, 15.4: 307 and 308 keep the method; after 301 and 302 a POST becomes a GET as in every browser; 303 asks for a GET.
    private HttpMethod MethodAfter(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.MovedPermanently or HttpStatusCode.Found when Method == HttpMethod.Post => HttpMethod.Get,
            HttpStatusCode.SeeOther when Method != HttpMethod.Head => HttpMethod.Get,
            _ => Method,
        };

    private static StepFailedException Refused(string message) =>
        new(new StepError { Code = HttpErrorCodes.Refused, Message = message });
}
