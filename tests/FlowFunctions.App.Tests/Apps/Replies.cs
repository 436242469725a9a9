using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.App.Tests.Apps;

/// <summary>An answer, read whole.</summary>
internal sealed record Reply(int Status, string? ETag, Uri? Location, string? MediaType, byte[] Content)
{
    public JsonElement Body => JsonElement.Parse(Content, new JsonDocumentOptions { MaxDepth = 512 });

    public string? Code => Body.GetProperty("code").GetString();

    public string Detail => Body.GetProperty("detail").GetString()!;

    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>Asserts a problem.</summary>
    public void IsProblem(int status, string code)
    {
        Assert.Equal((status, "application/problem+json"), (Status, MediaType));
        Assert.Equal(code, Code);
        Assert.Equal(status, Body.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(Detail));
    }
}

/// <summary>Requests of tests.</summary>
internal static class Requests
{
    public static Task<Reply> GetReplyAsync(this HttpClient client, string path, params (string, string)[] headers) =>
        client.SendReplyAsync(HttpMethod.Get, path, null, null, headers);

    public static Task<Reply> PostReplyAsync(
        this HttpClient client,
        string path,
        string? body = null,
        params (string, string)[] headers
    ) => client.SendReplyAsync(HttpMethod.Post, path, Bytes(body), "application/json", headers);

    public static Task<Reply> PutReplyAsync(
        this HttpClient client,
        string path,
        string? body,
        params (string, string)[] headers
    ) => client.SendReplyAsync(HttpMethod.Put, path, Bytes(body), "application/json", headers);

    public static Task<Reply> DeleteReplyAsync(
        this HttpClient client,
        string path,
        params (string, string)[] headers
    ) => client.SendReplyAsync(HttpMethod.Delete, path, null, null, headers);

    public static async Task<Reply> SendReplyAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        byte[]? body,
        string? mediaType,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return new Reply(
            (int)response.StatusCode,
            response.Headers.ETag?.ToString(),
            response.Headers.Location,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsByteArrayAsync()
        );
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
