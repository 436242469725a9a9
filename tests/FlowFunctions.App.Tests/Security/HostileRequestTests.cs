using System.Net;
using FlowFunctions.App.Tests.Access;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Security;

/// <summary>Requests that are made to break something.</summary>
[Collection(nameof(AppTests))]
public sealed class HostileRequestTests(AppFixture fixture)
{
    private const int Deep = 100_000;

    [Fact]
    public async Task Body_NestedVeryDeeply_BreaksNoOperation()
    {
        var app = await fixture.Guarded;
        using var client = app.Client(GuardedApp.Key, "nested");
        var nested = $$"""{"a":{{new string('[', Deep)}}{{new string(']', Deep)}}}""";
        var broken = new List<string>();
        foreach (var operation in await Operation.ReadAsync(fixture.Client))
        {
            if (operation.Method != HttpMethod.Get && operation.Method != HttpMethod.Head)
            {
                var (status, code) = await operation.SendAsync(client, static name => $"nested-{name}", nested);
                if (status >= 500 && code != "Secrets.Unavailable")
                {
                    broken.Add($"{operation.Method} {operation.Path}: {status} {code}");
                }
            }
        }

        Assert.Empty(broken);
        Assert.True((await client.GetJsonAsync("/api/flows")).Response.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/..%2f..%2f..%2fetc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/..%5c..%5cetc%5cpasswd")]
    [InlineData("/assets//etc/passwd")]
    [InlineData("/api/files/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/files/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/api/files/a/..%00/b")]
    [InlineData("/api/file-versions/..%2f..%2fother")]
    [InlineData("/hooks/default/..%2f..%2fapi/flows")]
    [InlineData("/api/runs/..%2f..%2fflows")]
    [InlineData("/approvals/..%2fapi%2fflows")]
    public async Task Path_ThatLeadsOut_FindsNothing(string path)
    {
        // Else the client would tidy the path up.
        var address = new Uri(
            fixture.App.Address + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );

        using var response = await fixture.Client.GetAsync(address);

        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.NotFound]);
    }

    [Theory]
    [InlineData("/api/flows?q=%0d%0aX-Injected:%20a")]
    [InlineData("/api/runs/a%0d%0aX-Injected:%20a")]
    [InlineData("/api/flows?continuation=%0d%0aX-Injected:%20a")]
    public async Task Address_WithLineEnds_AddsNoHeader(string path)
    {
        using var response = await fixture.Client.GetAsync(path);

        Assert.False(response.Headers.Contains("X-Injected"));
        Assert.False(response.Content.Headers.Contains("X-Injected"));
        Assert.True(response.StatusCode < HttpStatusCode.InternalServerError);
    }
}
