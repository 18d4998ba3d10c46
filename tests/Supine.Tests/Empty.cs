namespace X; public class Empty { }
