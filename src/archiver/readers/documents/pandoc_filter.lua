-- Puts the pictures of a container into the document as data: addresses, and says which pandoc read it.
-- Else pandoc in its sandbox gives pictures to files only.

function Image(image)
  local media_type, data = pandoc.mediabag.lookup(image.src)
  if data then
    image.src = pandoc.mediabag.make_data_uri(media_type or "application/octet-stream", data)
    return image
  end
end

function Meta(meta)
  meta["archiver-pandoc"] = tostring(PANDOC_VERSION)
  return meta
end
