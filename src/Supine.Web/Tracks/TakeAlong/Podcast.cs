using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Supine.Web.Tracks.TakeAlong;

/// <summary>A podcast as its readers see it.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Language">The ISO 639-1 code.</param>
/// <param name="Link">The page it belongs to.</param>
/// <param name="Self">Its own address.</param>
/// <param name="Cover">The address of its picture.</param>
/// <param name="Episodes">The newest first.</param>
internal sealed record Podcast(
    string Title,
    string Description,
    string Language,
    Uri Link,
    Uri Self,
    Uri Cover,
    ImmutableArray<Episode> Episodes
)
{
    private const string Itunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Podcasting = "https://podcastindex.org/namespace/1.0";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>As RSS 2.0 in UTF-8, with what podcast apps add to it. No directory may list it.</summary>
    public byte[] WriteRss()
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            xml.WriteAttributeString("xmlns", "itunes", null, Itunes);
            xml.WriteAttributeString("xmlns", "atom", null, Atom);
            xml.WriteAttributeString("xmlns", "podcast", null, Podcasting);
            xml.WriteStartElement("channel");
            Write(xml, "title", Title);
            Write(xml, "link", Link.AbsoluteUri);
            Write(xml, "description", Description);
            Write(xml, "language", Language);
            xml.WriteStartElement("link", Atom);
            xml.WriteAttributeString("href", Self.AbsoluteUri);
            xml.WriteAttributeString("rel", "self");
            xml.WriteAttributeString("type", "application/rss+xml");
            xml.WriteEndElement();
            Write(xml, "block", "Yes", Itunes);
            Write(xml, "locked", "yes", Podcasting);
            Write(xml, "author", "Supine", Itunes);
            Write(xml, "explicit", "false", Itunes);
            Write(xml, "type", "episodic", Itunes);
            WriteAddress(xml, "image", Cover, Itunes);
            foreach (var episode in Episodes)
            {
                Write(xml, episode);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void Write(XmlWriter xml, Episode episode)
    {
        xml.WriteStartElement("item");
        Write(xml, "title", episode.Title);
        Write(xml, "description", episode.Notes);
        xml.WriteStartElement("guid");
        xml.WriteAttributeString("isPermaLink", "false");
        xml.WriteString(episode.Id);
        xml.WriteEndElement();
        Write(xml, "pubDate", episode.AddedAt.ToString("r", CultureInfo.InvariantCulture));
        xml.WriteStartElement("enclosure");
        xml.WriteAttributeString("url", episode.Sound.AbsoluteUri);
        xml.WriteAttributeString("length", episode.Bytes.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("type", episode.MediaType);
        xml.WriteEndElement();
        Write(xml, "duration", ((long)Math.Ceiling(episode.Length.TotalSeconds)).ToString(CultureInfo.InvariantCulture), Itunes);
        Write(xml, "block", "Yes", Itunes);
        Write(xml, "explicit", "false", Itunes);
        xml.WriteStartElement("chapters", Podcasting);
        xml.WriteAttributeString("url", episode.Chapters.AbsoluteUri);
        xml.WriteAttributeString("type", "application/json+chapters");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, string text, string? space = null) =>
        xml.WriteElementString(name, space, MakePlain(text));

    private static void WriteAddress(XmlWriter xml, string name, Uri address, string space)
    {
        xml.WriteStartElement(name, space);
        xml.WriteAttributeString("href", address.AbsoluteUri);
        xml.WriteEndElement();
    }

    /// <summary>Without the control characters that XML cannot hold in any way; half of a pair is shown as unreadable.</summary>
    public static string MakePlain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(rune => rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)))
        {
            plain.Append(rune.ToString());
        }

        return plain.ToString();
    }
}

/// <summary>One session of a podcast.</summary>
/// <param name="Id">Names it for good.</param>
/// <param name="Title">What a locked screen may show: nothing about a body.</param>
/// <param name="Notes">What is read when it is opened.</param>
/// <param name="AddedAt">When it was put there.</param>
/// <param name="Sound">The address of its file.</param>
/// <param name="MediaType">What kind of file that is.</param>
/// <param name="Bytes">How large.</param>
/// <param name="Length">How long it lasts.</param>
/// <param name="Chapters">The address of its chapters.</param>
internal sealed record Episode(
    string Id,
    string Title,
    string Notes,
    DateTimeOffset AddedAt,
    Uri Sound,
    string MediaType,
    long Bytes,
    TimeSpan Length,
    Uri Chapters
);
