using System.Text;

namespace FlowFunctions.App.Tests.Fuzz;

/// <summary>Makes requests that nobody should send, the same ones for the same seed.</summary>
internal sealed class RequestFuzzer(int seed, IReadOnlyList<(string Method, string Path)> routes)
{
    private static readonly string[] Segments =
    [
        "fuzz",
        "nothing",
        "..",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e",
        "%00",
        "%ff%fe",
        "a%0d%0ab",
        "'%20or%201%20eq%201",
        "~",
        "~~",
        "%23%3f%5c",
        "zybr38esga7ypbzjy3s75c67hy",
        "zybr38esga7ypbzjy3s75c67hy~1",
        "0",
        "-1",
        "99999999999999999999",
        "1e400",
        "NaN",
        "%F0%9F%92%A5",
        new('x', 2_000),
    ];

    private static readonly string[] Names =
    [
        "limit",
        "continuation",
        "wait",
        "version",
        "status",
        "flow",
        "from",
        "to",
        "parent",
        "q",
        "publish",
        "message",
        "after",
        "step",
        "attempt",
        "follow",
        "dryRun",
        "nonsense",
    ];

    private static readonly string[] Values =
    [
        "",
        "-1",
        "0",
        "1",
        "201",
        "2147483648",
        "1e308",
        "NaN",
        "true",
        "null",
        "Failed",
        "failed,",
        "7",
        "1ms",
        "-5s",
        "9999d",
        "P1D",
        "2026-13-45T99:99:99Z",
        "2026-01-01T00:00:00Z",
        "0001-01-01",
        "9999-12-31T23:59:59+14:00",
        "@",
        "@@@@",
        "@AAAA",
        "%00",
        "%ff",
        "..",
        "'",
        "zybr38esga7ypbzjy3s75c67hy",
        "zybr38esga7ypbzjy3s75c67hy@x",
        "draft",
    ];

    private static readonly string[] Bodies =
    [
        "",
        "null",
        "true",
        "0",
        "-0",
        "1e400",
        "-1e-400",
        "123456789012345678901234567890",
        "\"\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "[]",
        "{}",
        "[1,",
        "{\"a\":1,\"a\":2}",
        "{\"\":{}}",
        "{\"id\":\"fuzz\"}",
        "{\"id\":\"fuzz\",\"steps\":[]}",
        "{\"id\":\"fuzz\",\"steps\":{\"a\":{\"type\":\"transform\",\"with\":{\"value\":\"{{ (((( }}\"}}}}",
        "{\"id\":\"../x\",\"steps\":{}}",
        "{\"reason\":7}",
        "{\"reason\":\"x\"}",
        "{\"from\":\"step\",\"step\":\"..\"}",
        "{\"action\":\"cancel\",\"query\":{},\"limit\":1e9}",
        "{\"action\":\"delete\",\"query\":{\"status\":7}}",
        "{\"version\":-1}",
        "{\"version\":1e99}",
        "{\"decision\":\"maybe\"}",
        "id: fuzz\nsteps: &a [*a]",
        "a: &x [x]\nb: [*x,*x]",
        "PK\u0003\u0004nonsense",
        "{\"n\":1}",
        "{\"n\":\"x\"}",
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json",
        "application/yaml",
        "text/plain",
        "application/zip",
        "application/x-www-form-urlencoded",
        "nonsense",
        "a/b;c",
        "application/json; charset=utf-16",
        "multipart/form-data; boundary=x",
    ];

    private static readonly string[] HeaderNames =
    [
        "If-Match",
        "If-None-Match",
        "Idempotency-Key",
        "Accept",
        "Last-Event-ID",
        "Range",
        "X-HTTP-Method-Override",
        "Expect",
    ];

    private static readonly string[] HeaderValues =
    [
        "*",
        "\"1\"",
        "W/\"x\"",
        "nonsense",
        "",
        "text/event-stream",
        "application/json",
        "0-0",
        "-1",
        "bytes=0-",
        "DELETE",
        "key-1",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next request: mostly one for a real route, sometimes plain noise.</summary>
    public byte[] Next() =>
        _random.Next(20) switch
        {
            0 => Noise(),
            1 => RawHttp.Request(
                Pick(["GET", "POST", "PUT", "PATCH", "TRACE", "X"]),
                "/" + Target(),
                Headers(),
                Body()
            ),
            _ => ForRoute(),
        };

    private byte[] ForRoute()
    {
        var (method, path) = routes[_random.Next(routes.Count)];
        var target = string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? Pick(Segments) : part));
        return RawHttp.Request(method, target + Query(), Headers(), Body());
    }

    private string Target() =>
        string.Join('/', Enumerable.Range(0, _random.Next(6)).Select(_ => Pick(Segments))) + Query();

    private string Query() =>
        _random.Next(2) == 0
            ? ""
            : "?"
                + string.Join(
                    '&',
                    Enumerable.Range(0, _random.Next(1, 4)).Select(_ => $"{Pick(Names)}={Pick(Values)}")
                );

    private (string, string)[] Headers() =>
        [
            ("Content-Type", _random.Next(3) == 0 ? Pick(ContentTypes) : ContentTypes[0]),
            .. Enumerable.Range(0, _random.Next(3)).Select(_ => (Pick(HeaderNames), Pick(HeaderValues))),
        ];

    private byte[] Body() =>
        _random.Next(12) switch
        {
            0 => Bytes(_random.Next(300)),
            1 => Encoding.UTF8.GetBytes(new string('[', _random.Next(1, 20_000))),
            2 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", _random.Next(1, 3_000))) + "1"),
            3 => [.. "{\"s\":\""u8, 0xC3, 0x28, .. "\"}"u8],
            4 => Mutated(Encoding.UTF8.GetBytes(Pick(Bodies))),
            _ => Encoding.UTF8.GetBytes(Pick(Bodies)),
        };

    private byte[] Mutated(byte[] body)
    {
        if (body.Length > 0)
        {
            body[_random.Next(body.Length)] = (byte)_random.Next(256);
        }

        return body;
    }

    private byte[] Noise() => Bytes(_random.Next(1, 500));

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
