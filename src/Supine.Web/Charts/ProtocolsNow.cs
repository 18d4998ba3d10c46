using Supine.Protocols;

namespace Supine.Web.Charts;

/// <summary>The protocols as they are now: a chart knows no library.</summary>
internal delegate IEnumerable<Protocol> ProtocolsNow();
