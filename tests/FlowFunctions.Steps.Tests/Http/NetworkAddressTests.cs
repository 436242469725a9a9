using System.Net;
using FlowFunctions.Steps.Http;
using static FlowFunctions.Steps.Tests.Http.HttpBench;

namespace FlowFunctions.Steps.Tests.Http;

[Collection(LoopbackCollection.Name)]
public sealed class NetworkAddressTests(LoopbackServer server)
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Address_NotPublic_IsAllowedOnlyBySetting(string address)
    {
        Assert.False(NetworkAddress.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: false));
        Assert.True(NetworkAddress.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: true));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.2")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    public void Address_OfMetadata_IsNeverAllowed(string address)
    {
        Assert.False(NetworkAddress.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: false));
        Assert.False(NetworkAddress.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: true));
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("169.253.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("2606:4700::1111")]
    public void Address_Public_IsAllowed(string address) =>
        Assert.True(NetworkAddress.IsAllowed(IPAddress.Parse(address), allowPrivateNetwork: false));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("innocent.test")]
    [InlineData("localhost")]
    public async Task Url_OfLoopbackHoweverWritten_IsRefused(string host)
    {
        var error = await ErrorOfAsync(
            $$"""{"url":"http://{{host}}:{{new Uri(server.Http).Port}}/echo"}""",
            new HttpStepOptions { Resolve = ToLoopback }
        );

        Assert.Equal((HttpErrorCodes.Refused, false), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task Name_WithARefusedAddress_IsReachedAtItsOther()
    {
        var options = Open with
        {
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254"), IPAddress.Loopback]),
        };

        var outcome = await ExecuteAsync(
            options,
            $$"""{"url":"http://mixed.test:{{new Uri(server.Http).Port}}/echo"}"""
        );

        Assert.Equal(200, Output(outcome).GetProperty("status").GetInt32());
    }
}
