using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FlowFunctions.App.Tests.Access;

/// <summary>An operation of the API, as its OpenAPI document has it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with parameters in braces.</param>
/// <param name="Permission">What it takes.</param>
/// <param name="Action">What the audit log calls it; empty when it changes nothing.</param>
internal sealed partial record Operation(HttpMethod Method, string Path, string Permission, string Action)
{
    /// <summary>Reads them out of the document that an app serves.</summary>
    public static async Task<Operation[]> ReadAsync(HttpClient client)
    {
        var document = JsonElement.Parse(await client.GetStringAsync("/api/openapi.json"));
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.TryGetProperty("responses", out _)
            select new Operation(
                HttpMethod.Parse(operation.Name),
                path.Name,
                TextOf(operation.Value, "x-permission"),
                TextOf(operation.Value, "x-audit")
            ),
        ];
    }

    private static string TextOf(JsonElement operation, string member) =>
        operation.TryGetProperty(member, out var text) ? text.GetString()! : "";

    /// <summary>The path with values in place of its parameters.</summary>
    public string With(Func<string, string> value) => Parameter().Replace(Path, match => value(match.Groups[1].Value));

    /// <summary>Sends it, without a body unless one is given; of streams the head is read only.</summary>
    public async Task<(int Status, string? Code)> SendAsync(
        HttpClient client,
        Func<string, string> value,
        string body = ""
    )
    {
        using var request = new HttpRequestMessage(Method, With(value));
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return ((int)response.StatusCode, null);
        }

        var problem = await response.Content.ReadAsStringAsync();
        return (
            (int)response.StatusCode,
            problem.Length == 0 ? null : JsonElement.Parse(problem).GetProperty("code").GetString()
        );
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Parameter();
}
