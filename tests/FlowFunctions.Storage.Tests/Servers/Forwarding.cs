using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FlowFunctions.Storage.Tests.Servers;

/// <summary>Hands a request on to another server and its answer back.</summary>
internal static class Forwarding
{
    private static readonly HttpClient Client = new();

    public static async Task SendAsync(HttpContext context, Uri server)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(server.GetLeftPart(UriPartial.Authority) + target)
        );
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers.Where(static header => header.Key != "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        using var response = await Client.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (name != "Transfer-Encoding")
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        if (response.Content.Headers.ContentLength != 0 && context.Response.StatusCode != 204)
        {
            await context.Response.Body.WriteAsync(await response.Content.ReadAsByteArrayAsync());
        }
    }
}
