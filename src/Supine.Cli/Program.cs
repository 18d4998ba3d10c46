using System.CommandLine;

var root = new RootCommand("Supine talks a person through two lying psoas stretches. Times are written 45s, 1m30s or 250ms.");
return await root.Parse(args).InvokeAsync();
