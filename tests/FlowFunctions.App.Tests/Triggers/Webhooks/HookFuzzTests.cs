using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Triggers.Webhooks;

[Collection(nameof(TriggerTests))]
public sealed class HookFuzzTests(AppFixture fixture)
{
    private static readonly string[] Segments =
    [
        "..",
        "%2e%2e",
        "%00",
        "%ff%fe",
        "a%0d%0ab",
        "%2F",
        "~test",
        "~",
        "{id}",
        "%F0%9F%92%A5",
        "",
        new('x', 600),
    ];
    private static readonly string[] Types =
    [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=edge",
        "multipart/form-data",
        "text/plain; charset=utf-16",
        "text/plain; charset=\u0080",
        "a/b/c;;=",
        "",
    ];
    private static readonly string[] Bodies = ["", "{", "[1]", "a=%zz&=", "--edge\r\n\r\n", "--edge--", "\u0000\u00ff"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Requests_ThatNobodyShouldSend_BreakNothing(int seed)
    {
        var id = await fixture.Client.HookAsync(
            ",\"method\":\"ANY\",\"path\":\"PATH/{a}/{b}\",\"dedupe\":{\"key\":\"{{ trigger.params.a }}\"}"
        );
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var segments = Enumerable.Range(0, random.Next(4)).Select(_ => Pick(random, Segments));
            var path =
                $"/hooks/default/{id}/{string.Join('/', segments)}?{Pick(random, Segments)}={Pick(random, Segments)}";
            using var request = new HttpRequestMessage(
                new HttpMethod(Pick(random, ["POST", "PUT", "OPTIONS", "TRACE", "X"])),
                path
            );
            request.Content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(Pick(random, Bodies)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Pick(random, Types));

            using var response = await SendAsync(request);

            Assert.True(
                response is null || (int)response.StatusCode < 500,
                $"{request.Method} {path} gave {response?.StatusCode}"
            );
        }
    }

    private static string Pick(Random random, string[] some) => some[random.Next(some.Length)];

    // What the client itself refuses to send is no request.
    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request)
    {
        try
        {
            return await fixture.Client.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
