using Supine.Web.Boundary;

namespace Supine.Web.Tests.Boundary;

public class TypedTests
{
    [Theory]
    [InlineData("-7")]
    [InlineData("\u2212" + "7")]
    [InlineData("\u2013" + "7")]
    [InlineData("\u2014" + "7")]
    [InlineData("\u2012" + "7")]
    [InlineData("\u2010" + "7")]
    [InlineData("\u2011" + "7")]
    [InlineData("\uFE63" + "7")]
    [InlineData("\uFF0D" + "7")]
    [InlineData("  \u2013" + "7,0 ")]
    public void Whatever_looks_like_a_minus_is_one(string typed) => Assert.Equal(-7, Typed.FindNumber(typed));

    [Theory]
    [InlineData("7\u20138")]
    [InlineData("\u2013\u2013" + "7")]
    [InlineData("\u2013")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("NaN")]
    public void What_is_no_number_is_none(string? typed) => Assert.Null(Typed.FindNumber(typed));
}
