using FlowFunctions.Runners.Tests.Machine;

namespace FlowFunctions.Runners.Tests.Egress;

[Collection(NetworkGroup.Name)]
public sealed class BashNetworkTests(NetworkRunner network)
{
    [Fact]
    public async Task Curl_EachWay_ReachesWhatIsAllowed()
    {
        using var script = Script.Bash(
            $"""
            exec >"$FLOW_OUTPUT"
            curl -sS {network.Site.Http}/echo; echo
            curl -sSk {network.Site.Https}/echo; echo
            curl -sS -x socks5h://localhost/run/egress.sock {network.Site.Http}/echo?socks; echo
            curl -sS http://169.254.169.254/
            curl -sS --noproxy '*' {network.Site.Http}/echo || echo direct fails
            wait
            """
        );

        var output = (await network.RunAsync(script)).Output();

        Assert.Contains("GET http site.test  ", output, StringComparison.Ordinal);
        Assert.Contains("GET https site.test ", output, StringComparison.Ordinal);
        Assert.Contains("GET http site.test ?socks", output, StringComparison.Ordinal);
        Assert.Contains("169.254.169.254:80 may not be reached", output, StringComparison.Ordinal);
        Assert.Contains("direct fails", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curl_WhereOnlyNodeCanForward_ReachesWhatIsAllowed()
    {
        using var script = Script.Bash(
            $"""
            mkdir /tmp/bin && ln -s /usr/bin/node /usr/bin/curl /tmp/bin
            cp /flow/egress.sh /tmp/egress.sh && sed 's/3128/3129/' /flow/egress.cjs >/tmp/egress.cjs
            PATH=/tmp/bin
            source /tmp/egress.sh
            curl -sS -x http://127.0.0.1:3129 {network.Site.Http}/echo >"$FLOW_OUTPUT"
            """
        );

        Assert.Contains("GET http site.test", (await network.RunAsync(script)).Output(), StringComparison.Ordinal);
    }
}
