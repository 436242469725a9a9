using System.Net;
using FlowFunctions.Runners.Egress;

namespace FlowFunctions.Runners.Tests.Egress;

public sealed class MetadataAddressesTests
{
    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("169.254.170.2", true)]
    [InlineData("168.63.129.16", true)]
    [InlineData("100.100.100.200", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("64:ff9b::a9fe:a9fe", true)]
    [InlineData("2002:a9fe:a9fe::1", true)]
    [InlineData("::169.254.169.254", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("fe80::1%1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("2606:4700::1111", false)]
    public void Address_EachKind_IsToldApart(string address, bool isMetadata) =>
        Assert.Equal(isMetadata, MetadataAddresses.Contains(IPAddress.Parse(address)));
}
