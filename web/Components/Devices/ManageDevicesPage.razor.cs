namespace Mihari.Web.Components.Devices;

/// <summary>デバイス名変更・削除 (manual 1.4): a building, a room, and what stands in it.</summary>
public sealed partial class ManageDevicesPage
{
    private void Go(string address) => Navigation.NavigateTo(address, replace: true);
}
