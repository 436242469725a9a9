using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Tests.Accounts;

public sealed class TableKeyTests
{
    [Theory]
    [InlineData("order-intake_1.2 b", "order-intake_1.2 b")]
    [InlineData("a/b", "a!002Fb")]
    [InlineData("~!", "!007E!0021")]
    [InlineData("ü\u0001%", "!00FC!0001!0025")]
    [InlineData("", "")]
    public void Part_AnyText_IsAKeyAndComesBack(string text, string key)
    {
        Assert.Equal($"{key}~b", TableKey.Of(text, "b"));
        Assert.Equal(text, TableKey.Text(key));
        Assert.Equal(text, TableKey.Text(TableKey.Of(text)));
        TableEntityLimits.CheckKey("PartitionKey", TableKey.Of(text, text, text));
    }

    [Fact]
    public void Parts_Different_GiveDifferentKeys() =>
        Assert.Equal(
            4,
            (
                (string[])
                    [
                        TableKey.Of("a", "b~c"),
                        TableKey.Of("a~b", "c"),
                        TableKey.Of("a", "b", "c"),
                        TableKey.Of("a!b", "c"),
                    ]
            )
                .Distinct()
                .Count()
        );

    [Theory]
    [InlineData("a!00")]
    [InlineData("a!00GG")]
    public void Text_OfNoKey_IsRefused(string key) => Assert.Throws<FormatException>(() => TableKey.Text(key));
}
