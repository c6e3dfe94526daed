using Mihari.Web.Components.Fleet;
using Xunit;

namespace Mihari.Tests.Web.Fleet;

public sealed class FleetWindowTests
{
    [Theory]
    [InlineData(0, 40, 1, 10_000, 0, 40, 0, 9_960)]
    [InlineData(500, 60, 1, 10_000, 500, 60, 500, 9_440)]
    [InlineData(9_990, 60, 1, 10_000, 9_940, 60, 9_940, 0)]
    [InlineData(50, 40, 1, 3, 0, 3, 0, 0)]
    [InlineData(0, 40, 1, 0, 0, 0, 0, 0)]
    [InlineData(10, 12, 4, 30, 8, 12, 2, 3)]
    [InlineData(40, 12, 4, 30, 20, 10, 5, 0)]
    public void Within_CoversWhatThereIs(int first, int size, int columns, int count, int expectedFirst, int drawn, int before, int after)
    {
        var window = FleetWindow.Of(first, size, columns).Within(count);

        Assert.Equal((expectedFirst, drawn, before, after), (window.First, window.Drawn(count), window.LinesBefore, window.LinesAfter(count)));
    }

    [Fact]
    public void Of_WhatNoScreenHas_IsWithinBounds()
    {
        Assert.Equal(new FleetWindow(0, 300, 24), FleetWindow.Of(-5, int.MaxValue, int.MaxValue));
        Assert.Equal(new FleetWindow(0, 1, 1), FleetWindow.Of(int.MinValue, -1, 0));
        Assert.Equal(0, FleetWindow.Of(int.MaxValue, 40, 1).Within(10).First);
    }
}
