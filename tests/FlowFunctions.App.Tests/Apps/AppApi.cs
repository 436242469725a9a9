using System.Net;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.App.Tests.Apps;

/// <summary>An answer: its status and its body.</summary>
public sealed record Answer(HttpStatusCode Status, JsonElement Json, HttpResponseMessage Response)
{
    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public string Code => Text("code");
}

/// <summary>The API as tests use it.</summary>
public static class AppApi
{
    /// <summary>Asks until the answer is the one that is waited for; the test's own limit ends it if that never comes.</summary>
    public static async Task<Answer> UntilAsync(this HttpClient client, string path, Predicate<Answer> isAwaited)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await client.AskAsync(HttpMethod.Get, path);
            if (isAwaited(answer))
            {
                return answer;
            }

            Assert.False(limit.IsCancellationRequested, $"{path} still answers {answer.Json}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public static Task<Answer> GetJsonAsync(this HttpClient client, string path) =>
        client.AskAsync(HttpMethod.Get, path);

    public static Task<Answer> PostJsonAsync(this HttpClient client, string path, string body = "") =>
        client.AskAsync(HttpMethod.Post, path, body);

    /// <summary>Saves and publishes a flow.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> PublishAsync(this HttpClient client, string document)
    {
        var id = JsonElement.Parse(document).GetProperty("id").GetString()!;
        var answer = await client.AskAsync(HttpMethod.Put, $"/api/flows/{id}", document);
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, answer.Json.ToString());
        return id;
    }

    public static async Task<Answer> AskAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        string body = "",
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson =
            response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new Answer(response.StatusCode, isJson ? JsonElement.Parse(text) : default, response);
    }
}
