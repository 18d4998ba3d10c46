/** Asks the person for the motion sensor where a browser wants that, as Safari does. To be called within a tap. */
export async function askPermission(): Promise<boolean> {
  const asks = DeviceMotionEvent as unknown as { readonly requestPermission?: () => Promise<string> };
  try {
    return asks.requestPermission === undefined || (await asks.requestPermission()) === "granted";
  } catch {
    return false;
  }
}
